/* Extraction: chosen or dropped files are sent at once, with how far they are. Without it the form's own button sends them.
   form[data-send-at-once] · progress[data-sending] */
"use strict";
(() => {
  const form = (event) => event.target instanceof Element && event.target.closest("form[data-send-at-once]");
  document.addEventListener("change", (event) => {
    const sent = form(event);
    if (sent && event.target.type === "file" && event.target.files.length) sent.requestSubmit();
  });
  document.addEventListener("htmx:xhr:progress", (event) => {
    const bar = form(event)?.querySelector("[data-sending]");
    if (!bar || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.max = event.detail.total;
    bar.value = event.detail.loaded;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const sent = form(event);
    if (!sent) return;
    sent.reset();
    sent.querySelector("[data-sending]").hidden = true;
  });
})();
