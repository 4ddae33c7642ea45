/* The conflict page: the buttons fill the box instead of saving at once, and what this tab held is dropped once it counts. */
"use strict";
(() => {
  const form = () => document.querySelector("form#conflict");
  let touched = false;

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-fill]");
    if (!button) return;
    event.preventDefault();
    const box = button.closest(".box").querySelector("textarea");
    box.value = button.dataset.fill ? form().elements[button.dataset.fill].value : box.defaultValue;
    touched = true;
    box.focus();
  });
  document.addEventListener("input", (event) => { touched ||= form()?.contains(event.target); });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form()) return;
    const { draft } = form().dataset, held = sessionStorage.getItem(draft);
    touched = false;
    if (held) sessionStorage.setItem(draft, JSON.stringify({ ...JSON.parse(held), resolving: form().elements.op_id.value }));
  });
  document.addEventListener("htmx:afterRequest", (event) => { touched = !event.detail.successful; });
  addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
})();
