// "Choose from the library" beside each field that names a photograph, and "Schedule" on the button that publishes.
import { choosePhoto } from "./photo_picker.js";

const { photos, choose, title } = document.getElementById("photo-picker").dataset;

function offer(select) {
  if (select.id.includes("__prefix__") || select.dataset.library) return;
  select.dataset.library = "offered";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "desk-choose";
  button.textContent = choose;
  button.addEventListener("click", async () => {
    const photo = await choosePhoto(photos, title);
    if (photo) take(select, photo);
    button.focus();
  });
  (select.closest(".related-widget-wrapper") ?? select.parentElement).append(button);
}

function take(select, photo) {
  let option = [...select.options].find((candidate) => candidate.value === String(photo.id));
  if (!option) {
    option = new Option(photo.name, photo.id);
    select.append(option);
  }
  select.value = photo.id;
  // select2 listens to jQuery's events only.
  window.django.jQuery(select).trigger("change");
}

function offerAll(root) {
  for (const select of root.querySelectorAll("select[name=lead_photo], select[name^=photo_rows-][name$=-photo]")) {
    offer(select);
  }
}

offerAll(document);
document.addEventListener("formset:added", (event) => offerAll(event.target));

const publish = document.querySelector("input[name=_publish]");
const day = document.getElementById("id_published_at_0");
const time = document.getElementById("id_published_at_1");
if (publish && day && time) {
  const published = publish.value;
  const name = () => {
    // Only a label, in the browser's zone; the server decides what the moment means.
    const moment = new Date(`${day.value}T${time.value || "00:00"}`);
    publish.value = moment > new Date() ? publish.dataset.scheduled : published;
  };
  for (const field of [day, time]) {
    field.addEventListener("input", name);
    field.addEventListener("change", name);
    field.addEventListener("blur", name);
  }
  name();
}
