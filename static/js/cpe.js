/* The CPE tracker: the splitter, tabs on phones, and certificates sent one by one, each with its own bar.
   Everything here is an addition: without it links lead to whole pages and forms post. */
"use strict";
(() => {
  const page = () => document.querySelector("[data-cpe]");
  const KEY = "fsr.cpe.side";
  const LEAST = 12; // per cent of the page; below it the list closes

  /* ---- The splitter (WAI-ARIA window splitter pattern) ---- */

  const remembered = () => { try { return Number(localStorage.getItem(KEY) ?? 20); } catch { return 20; } };
  let last = 20;

  function place(per, keep = true) {
    const splitter = document.getElementById("cpe-splitter");
    if (!splitter) return;
    const value = per < LEAST ? 0 : Math.min(50, Math.round(per));
    if (value) last = value;
    page().style.setProperty("--cpe-side", `${value}%`);
    page().toggleAttribute("data-closed", !value);
    splitter.setAttribute("aria-valuenow", String(value));
    if (keep) try { localStorage.setItem(KEY, String(value)); } catch { /* a browser that keeps nothing */ }
  }

  const now = (splitter) => Number(splitter.getAttribute("aria-valuenow"));
  const rtl = () => document.dir === "rtl" ? -1 : 1;

  function onSplitterKey(event) {
    const splitter = event.target.closest?.("#cpe-splitter");
    if (!splitter) return;
    const at = now(splitter);
    const step = { ArrowLeft: -2 * rtl(), ArrowRight: 2 * rtl() }[event.key];
    if (step) place(at ? (at + step < LEAST ? 0 : at + step) : step > 0 ? LEAST : 0);
    else if (event.key === "Home") place(0);
    else if (event.key === "End") place(50);
    else if (event.key === "Enter") place(at ? 0 : last);
    else return;
    event.preventDefault();
  }

  function onPointer(event) {
    const splitter = event.target.closest?.("#cpe-splitter");
    if (!splitter || event.button) return;
    event.preventDefault();
    splitter.focus();
    splitter.setPointerCapture(event.pointerId);
    const move = (moved) => {
      const box = page().getBoundingClientRect();
      const from = rtl() > 0 ? moved.clientX - box.left : box.right - moved.clientX;
      place(100 * from / box.width);
    };
    splitter.addEventListener("pointermove", move);
    splitter.addEventListener("lostpointercapture", () => splitter.removeEventListener("pointermove", move), { once: true });
  }

  /* ---- Tabs on phones, and the rule that is open ---- */

  function onClick(event) {
    if (!(event.target instanceof Element)) return;
    const tab = event.target.closest(".cpe-tabs a");
    if (tab && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      const url = new URL(tab.href);
      page().dataset.tab = url.searchParams.get("tab");
      for (const one of tab.parentElement.children) one.toggleAttribute("aria-current", one === tab);
      tab.setAttribute("aria-current", "page");
      history.replaceState(history.state, "", url);
    } else if (event.target.closest("[data-cpe-close]")) close();
  }

  function close() {
    const rule = document.getElementById("rule");
    if (!rule || !rule.childElementCount || !page()) return;
    rule.replaceChildren();
    const opener = document.getElementById(rule.dataset.opener);
    mark("");
    if (opener) opener.focus();
  }

  function mark(id) {
    for (const bar of document.querySelectorAll(".bar.is-open")) bar.classList.remove("is-open");
    const bar = document.getElementById(id);
    if (bar) bar.classList.add("is-open");
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    const rule = document.getElementById("rule");
    if (rule && event.detail.target === rule && event.detail.elt.id) rule.dataset.opener = event.detail.elt.id;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const rule = document.getElementById("rule");
    if (rule && rule.childElementCount && (event.detail.target === rule || event.detail.target.id === "bars")) mark(rule.dataset.opener);
  });

  /* ---- Certificates, sent one by one ---- */

  const AT_ONCE = 3;
  const SHOWN = 30;
  const queue = [];
  let sending = 0;
  let sent = 0;

  function choose(event) {
    const form = event.target.closest?.("form[data-cpe-upload]");
    if (!form || event.target.type !== "file") return;
    const list = form.querySelector("[data-sending]");
    for (const file of event.target.files) queue.push({ file, row: draw(list, file) });
    event.target.value = "";
    tell(form);
    while (sending < AT_ONCE && queue.length) send(form, queue.shift());
  }

  function draw(list, file) {
    if (list.children.length >= SHOWN) return null;
    const row = document.createElement("li");
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    bar.setAttribute("aria-label", file.name);
    row.append(Object.assign(document.createElement("bdi"), { textContent: file.name }), bar, document.createElement("span"));
    list.append(row);
    return row;
  }

  function tell(form) {
    const list = form.querySelector("[data-sending]");
    list.hidden = !list.children.length;
  }

  function send(form, one) {
    sending += 1;
    const body = new FormData();
    body.append("files", one.file, one.file.name);
    body.append("paths", one.file.webkitRelativePath || one.file.name);
    const xhr = new XMLHttpRequest();
    xhr.open("POST", form.action);
    xhr.setRequestHeader("HX-Request", "true");
    xhr.setRequestHeader("X-CSRFToken", document.querySelector("meta[name=csrf-token]").content);
    xhr.upload.addEventListener("progress", (moved) => {
      if (one.row && moved.lengthComputable) one.row.querySelector("progress").value = 100 * moved.loaded / moved.total;
    });
    xhr.addEventListener("loadend", () => ended(form, one, xhr));
    xhr.send(body);
  }

  function ended(form, one, xhr) {
    sending -= 1;
    sent += 1;
    const well = xhr.status >= 200 && xhr.status < 300;
    if (well) one.row?.remove();
    else failed(form, one, xhr);
    tell(form);
    if (queue.length) send(form, queue.shift());
    if (!(sent % 10) || !(sending || queue.length)) refresh(form);
  }

  function failed(form, one, xhr) {
    const row = one.row || draw(form.querySelector("[data-sending]"), one.file) || document.createElement("li");
    let why = form.dataset.failed;
    try { why = JSON.parse(xhr.getResponseHeader("HX-Trigger")).toast.message; } catch { /* the network: no answer says why */ }
    row.className = "bad";
    row.querySelector("progress")?.remove();
    const words = row.querySelector("span");
    if (words) { words.className = "field-error"; words.textContent = why; }
    if (xhr.status === 401) document.dispatchEvent(new CustomEvent("session-expired"));
  }

  function refresh(form) {
    window.htmx.ajax("GET", form.dataset.cpeUpload, { target: "#files", swap: "outerHTML" });
  }

  /* The grid asks by itself while its own run is read; what it does not know of (a start, an older run) it is told here,
     unless somebody is at work in it. */
  document.addEventListener("sheet-moved", () => {
    if (!document.querySelector("#grid-poll, #grid .cell-form, #grid .is-selected")) document.dispatchEvent(new CustomEvent("grid-stale"));
  });

  addEventListener("beforeunload", (event) => { if (sending || queue.length) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    onSplitterKey(event);
    if (event.key === "Escape" && event.target.closest?.("#rule")) close();
  });
  document.addEventListener("pointerdown", onPointer);
  document.addEventListener("click", onClick);
  document.addEventListener("change", choose);
  const start = () => { if (page()) place(remembered(), false); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
