/* Beside the editor: a pasted screenshot becomes an attachment and its name stands at the caret, a snippet goes in at the
   caret, and words that the check found are shown in their box. Everything works without it, by forms. */
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const PICTURES = { "image/png": "png", "image/jpeg": "jpg" };
  const waiting = []; // where the references of pasted pictures go, in the order of the pastes
  let last = null; // the box that was written in last

  const put = (box, text, start, end) => {
    box.focus();
    box.setSelectionRange(start, end);
    if (document.execCommand("insertText", false, text)) return; // so that Ctrl+Z takes it back
    box.setRangeText(text, start, end, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const boxOf = (target) => target?.closest?.("#editor textarea");
  document.addEventListener("focusin", ({ target }) => { last = boxOf(target) ?? last; });

  const stamp = () => new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  document.addEventListener("paste", (event) => {
    const box = boxOf(event.target), form = $("#attach");
    const pictures = [...event.clipboardData?.files ?? []].filter((file) => PICTURES[file.type]);
    if (!box || !form || !pictures.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    const files = new DataTransfer();
    pictures.forEach((file, at) => files.items.add(new File([file], `screenshot-${stamp()}${at ? `-${at}` : ""}.${PICTURES[file.type]}`, { type: file.type })));
    waiting.push({ box, start: box.selectionStart, end: box.selectionEnd });
    $("input[type=file]", form).files = files.files;
    form.requestSubmit();
  });
  document.addEventListener("attached", ({ detail }) => {
    const place = waiting.shift();
    if (place) put(place.box, detail.references.join("\n"), place.start, place.end);
  });
  for (const event of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(event, ({ target }) => { if (target.id === "attach") waiting.shift(); });
  }

  document.addEventListener("click", ({ target }) => {
    const words = target.closest?.("[data-select]"), snippet = target.closest?.("[data-snippet]");
    if (words) show(words);
    if (snippet) insert(snippet);
  });
  const show = ({ dataset, textContent }) => {
    const box = $(`#editor textarea[name="${dataset.select}"]`);
    if (!box || box.value.slice(dataset.start, dataset.end) !== textContent) return; // written on since
    box.focus();
    box.setSelectionRange(Number(dataset.start), Number(dataset.end));
  };
  const insert = (button) => {
    const box = button.dataset.field ? $(`#editor textarea[name="${button.dataset.field}"]`) : last ?? $("#editor textarea[name=fsr_notes]");
    if (!box) return;
    const text = button.parentElement.querySelector("[data-text]").textContent;
    button.closest("details, dialog")?.removeAttribute("open");
    put(box, text, box.selectionStart, box.selectionEnd);
  };
})();
