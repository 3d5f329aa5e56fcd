// What the newsroom adds to the prose editor: page breaks, pull quotes, photographs of the library, and the elements
// of imported copy that the editor would drop otherwise. The import map of the page resolves the name below.
import { Figure as LibraryFigure, Mark, Node, canInsertNode, mergeAttributes } from "django-prose-editor/editor";
import { choosePhoto } from "./photo_picker.js";

export const PageBreak = Node.create({
  name: "pageBreak",
  group: "block",
  addOptions: () => ({ title: "Page break" }),
  parseHTML: () => [{ tag: "hr.page-break", priority: 60 }],
  renderHTML: () => ["hr", { class: "page-break" }],

  addCommands() {
    return {
      setPageBreak:
        () =>
        ({ chain }) =>
          chain().insertContent([{ type: this.name }, { type: "paragraph" }]).run(),
    };
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: this.name,
      groups: "nodes",
      command: (editor) => editor.chain().focus().setPageBreak().run(),
      enabled: (editor) => canInsertNode(editor.state, editor.schema.nodes.pageBreak),
      button: buttons.material("insert_page_break", this.options.title),
      option: null,
    });
  },
});

export const PullQuote = Node.create({
  name: "pullQuote",
  group: "block",
  content: "paragraph+",
  addOptions: () => ({ title: "Pull quote" }),
  parseHTML: () => [{ tag: "aside.pull-quote" }],
  renderHTML: () => ["aside", { class: "pull-quote" }, 0],

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: this.name,
      groups: "nodes",
      command: (editor) => editor.chain().focus().toggleWrap("pullQuote").run(),
      enabled: (editor) => editor.can().toggleWrap("pullQuote"),
      active: (editor) => editor.isActive("pullQuote"),
      button: buttons.material("format_indent_increase", this.options.title),
      option: null,
    });
  },
});

export const Figure = LibraryFigure.extend({
  addOptions() {
    return { ...this.parent?.(), photos: "", title: "Photograph" };
  },

  addCommands() {
    return {
      ...this.parent?.(),
      insertFigure:
        () =>
        ({ editor, state, dispatch }) => {
          // Inside a figure the editor's own dialog changes its text; a new one comes from the library.
          if (editor.isActive("figure") || editor.isActive("image")) {
            return dispatch ? editor.commands.editImage() : true;
          }
          if (!canInsertNode(state, state.schema.nodes.figure)) return false;
          if (dispatch) insertPhoto(editor, this.options);
          return true;
        },
    };
  },

  // In the place of the editor's own item, which has no words for the newsroom.
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "figure",
      groups: "nodes",
      command: (editor) => editor.chain().focus().insertFigure().run(),
      enabled: (editor) => editor.can().insertFigure(),
      active: (editor) => editor.isActive("figure"),
      button: buttons.material("image", this.options.title),
      option: null,
    });
  },
});

async function insertPhoto(editor, { photos, title }) {
  const photo = await choosePhoto(photos, title);
  if (!photo) return editor.commands.focus();
  const caption = photo.caption ? [{ type: "text", text: photo.caption }] : [];
  editor
    .chain()
    .focus()
    .insertContent({
      type: "figure",
      content: [
        { type: "image", attrs: { src: photo.src, alt: photo.alt } },
        { type: "caption", content: caption },
      ],
    })
    .run();
}

const mark = (name, tag, attributes = []) =>
  Mark.create({
    name,
    addAttributes: () => Object.fromEntries(attributes.map((attribute) => [attribute, { default: null }])),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, mergeAttributes(HTMLAttributes), 0],
  });

export const Abbreviation = mark("abbreviation", "abbr", ["title"]);
export const Cite = mark("cite", "cite");
export const Quotation = mark("quotation", "q");
export const Small = mark("small", "small");
export const Moment = mark("moment", "time", ["datetime"]);

const block = (name, tag, content, group = "") =>
  Node.create({
    name,
    group,
    content,
    parseHTML: () => [{ tag }],
    renderHTML: () => [tag, 0],
  });

export const DescriptionList = block("descriptionList", "dl", "(term | description)+", "block");
export const Term = block("term", "dt", "inline*");
export const Description = block("description", "dd", "block+");
