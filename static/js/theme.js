// Runs before the first paint: light or dark as the reader chose. Without a choice, and without JavaScript, it is as
// the system says. The desk keeps its choice under the same name, so one choice holds for the whole site.
{
  const root = document.documentElement;

  const follow = () => {
    let chosen;
    try {
      chosen = localStorage.getItem("theme");
    } catch {
      return; // The browser keeps nothing for this site, so there is nothing to choose, and no control for it.
    }
    root.dataset.theme = ["light", "dark"].includes(chosen) ? chosen : "auto";
    const isAuto = root.dataset.theme === "auto";
    for (const meta of document.querySelectorAll("meta[data-theme]")) {
      const { theme } = meta.dataset;
      meta.media = isAuto ? `(prefers-color-scheme: ${theme})` : theme === chosen ? "all" : "not all";
    }
  };

  follow();
  addEventListener("storage", follow); // chosen in another tab
  addEventListener("pageshow", follow); // chosen on another page, and the reader came back to this one
}
