// What the newsroom adds to the prose editor: page breaks, pull quotes, photographs of the library, captions of tables,
// and the elements and attributes of imported copy that the editor would drop otherwise. What is exported here takes
// the place of what the editor has under that name. The import map of the page resolves the name below.
import {
  Code as LibraryCode,
  CodeBlock as LibraryCodeBlock,
  Extension,
  Figure as LibraryFigure,
  Image as LibraryImage,
  Link as LibraryLink,
  ListItem as LibraryListItem,
  Mark,
  Node,
  Plugin,
  Table as LibraryTable,
  TableHeader as LibraryTableHeader,
  TableRow as LibraryTableRow,
  canInsertNode,
  findParentNode,
  mergeAttributes,
  pm,
  updateAttrsDialog,
} from "django-prose-editor/editor";
import { choosePhoto } from "./photo_picker.js";

const { DOMParser, DOMSerializer, Fragment } = pm.model;

// The text is a box of its own, which does not take the label of the field it stands for.
export const Label = Extension.create({
  name: "label",
  addOptions: () => ({ text: "Body" }),

  addProseMirrorPlugins() {
    return [new Plugin({ props: { attributes: { "aria-label": this.options.text, "aria-multiline": "true" } } })];
  },
});

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
  content: "block+",
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

// Attributes that are kept as they are written; left to itself, the editor makes the number 1.5 of "1.50".
const kept = (...names) =>
  Object.fromEntries(
    names.map((name) => [name, { default: null, parseHTML: (element) => element.getAttribute(name) }]),
  );

const keeping = (extension, ...names) =>
  extension.extend({
    addAttributes() {
      return { ...this.parent?.(), ...kept(...names) };
    },
  });

export const Link = keeping(LibraryLink, "title", "hreflang");
export const Image = keeping(LibraryImage, "alt");
export const TableHeader = keeping(LibraryTableHeader, "scope");
export const ListItem = LibraryListItem.extend({ content: "block+" }); // which may begin with a heading or a list
export const Code = LibraryCode.extend({ excludes: "" }); // so that it can be a link, and bold

// Text in which spaces and lines count. <code> in it is formatting like any other, and may be there or not.
export const CodeBlock = LibraryCodeBlock.extend({
  marks: "_",
  renderHTML: () => ["pre", 0],
});

const mark = (name, tag, ...attributes) =>
  Mark.create({
    name,
    addAttributes: () => kept(...attributes),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, mergeAttributes(HTMLAttributes), 0],
  });

export const Abbreviation = mark("abbreviation", "abbr", "title");
export const Cite = mark("cite", "cite");
export const Quotation = mark("quotation", "q");
export const Small = mark("small", "small");
export const Moment = mark("moment", "time", "datetime");

const block = (name, tag, content, group = "") =>
  Node.create({
    name,
    group,
    content,
    parseHTML: () => [{ tag }],
    renderHTML: () => [tag, 0],
  });

export const DescriptionList = block("descriptionList", "dl", "(term | description)+", "block");
export const Term = block("term", "dt", "block+");
export const Description = block("description", "dd", "block+");

// A table of the editor holds rows and nothing else. Each says which part of the table it is from; when the article is
// saved, they are put together again.
export const TableRow = LibraryTableRow.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      part: {
        default: "tbody",
        parseHTML: (row) => row.dataset.part ?? row.closest("thead, tbody, tfoot")?.localName ?? "tbody",
        renderHTML: ({ part }) => ({ "data-part": part }),
      },
    };
  },
});

const readCaption = (table, schema) => {
  const line = table.ownerDocument.createElement("p");
  for (const { childNodes } of table.querySelectorAll(":scope > caption")) {
    line.append(...Array.from(childNodes, (child) => child.cloneNode(true)), " ");
  }
  const topNode = schema.nodes.paragraph.create();
  return DOMParser.fromSchema(schema).parse(line, { topNode }).content.toJSON();
};

const captionElements = ({ attrs: { caption }, type: { schema } }) => {
  if (!caption) return [];
  const element = document.createElement("caption");
  element.append(DOMSerializer.fromSchema(schema).serializeFragment(Fragment.fromJSON(schema, caption)));
  return [element];
};

// For the same reason its caption is an attribute: text with formatting, which lasts until the text is changed.
export const Table = LibraryTable.extend({
  addOptions() {
    return { ...this.parent?.(), caption: "Caption of the table" };
  },

  addAttributes() {
    return { ...this.parent?.(), caption: { default: null, rendered: false } };
  },

  parseHTML() {
    return [
      { tag: "table", getAttrs: (table) => ({ caption: readCaption(table, this.editor.schema) }) },
      { tag: "caption", ignore: true },
    ];
  },

  renderHTML({ node, HTMLAttributes }) {
    return ["table", HTMLAttributes, ...captionElements(node), ["tbody", 0]];
  },

  addNodeView() {
    const create = this.parent();
    return (props) => {
      const view = create(props);
      const show = (node) => {
        view.table.caption?.remove();
        view.table.prepend(...captionElements(node));
        view.table.caption?.setAttribute("contenteditable", "false");
      };
      const update = view.update;
      view.update = (node) => {
        if (!update(node)) return false;
        show(node);
        return true;
      };
      show(props.node);
      return view;
    };
  },

  addMenuItems({ editor, buttons, menu }) {
    this.parent({ editor, buttons, menu });
    const { caption: title } = this.options;
    const dialog = updateAttrsDialog({ caption: { title } }, { title });
    menu.defineItem({
      name: "table:caption",
      groups: "table",
      command: async (editor) => {
        const { node, pos } = findParentNode(({ type }) => type.name === this.name)(editor.state.selection);
        const before = (node.attrs.caption ?? []).map(({ text }) => text ?? " ").join("");
        const { caption } = (await dialog(editor, { caption: before })) ?? { caption: before };
        if (caption !== before) {
          const text = caption.trim();
          const content = text ? [{ type: "text", text }] : null;
          editor.view.dispatch(editor.state.tr.setNodeAttribute(pos, "caption", content));
        }
        editor.commands.focus();
      },
      hidden: (editor) => !editor.isActive("table"),
      button: buttons.material("subtitles", title),
    });
  },
});
