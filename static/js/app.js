/* fsr's client side: listeners on the document, driven by data- attributes. No page needs it for reading or saving.
   data-dialog-open="id" · data-dialog-close · dialog[data-dialog-shown] · data-copy="id" · data-reveal="id" · data-dropzone ·
   form[data-autosubmit] · data-focus · progress[data-announce="name"] · data-key="g c" · data-list > data-item ·
   data-wait="seconds" · data-print. Server events (HX-Trigger): toast, announce, session-expired.
   Told to the page's own scripts: session-resumed, session-other (somebody else signed in); they may ask by session-check. */
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (event, listener, options) => document.addEventListener(event, listener, options);
  const words = () => $("#toasts").dataset;
  document.documentElement.classList.add("js");

  const say = (text, urgent) => {
    const region = $(urgent ? "#alert" : "#status");
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 50);
  };

  // Toasts: at most three; errors stay until closed, others leave after 6 s unless pointed at.
  const toast = ({ message, kind = "ok", undo, retry }) => {
    const box = document.createElement("div");
    const button = (label, act, named) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = named ? "icon-button" : "small";
      if (named) { made.setAttribute("aria-label", label); made.append($("#icon-x").content.cloneNode(true)); }
      else made.textContent = label;
      made.addEventListener("click", act);
      box.append(made);
    };
    box.className = `toast ${kind}`;
    box.append(Object.assign(document.createElement("p"), { textContent: message, dir: "auto" }));
    const close = () => box.remove();
    if (undo) button(words().undo, () => { htmx.ajax("POST", undo, { swap: "none" }); close(); });
    if (retry) button(words().retry, () => { close(); retry(); });
    button(words().close, close, true);
    $("#toasts").append(box);
    all(".toast").slice(0, -3).forEach((old) => old.remove());
    say(message, kind === "error");
    if (kind === "error") return;
    let timer = setTimeout(close, undo ? 10000 : 6000);
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("focusin", () => clearTimeout(timer));
    box.addEventListener("pointerleave", () => { timer = setTimeout(close, 3000); });
  };
  on("toast", (event) => toast(event.detail));
  on("counts", ({ detail }) => { // the navigation is older than what was just swapped in
    for (const count of all("a > [data-count]")) {
      const number = detail[count.parentElement.getAttribute("href")];
      if (number !== undefined) { count.textContent = number; count.hidden = !number; }
    }
  });
  on("announce", (event) => say(event.detail.value ?? event.detail.message));

  // htmx: the CSRF header, busy marks, what to do when the network or the session is gone.
  on("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = $("meta[name=csrf-token]").content;
  });
  on("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
  on("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));
  let offline = false;
  on("htmx:sendError", (event) => {
    const { elt, requestConfig } = event.detail;
    if (offline || !requestConfig?.triggeringEvent) return;
    offline = true;
    toast({ message: words().offline, kind: "error", retry: () => { offline = false; elt.requestSubmit?.() ?? elt.click(); } });
  });
  on("htmx:afterOnLoad", () => { offline = false; });
  on("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    if (xhr.status !== 401 && !xhr.getResponseHeader("HX-Trigger")) toast({ message: words().failed, kind: "error" });
  });

  // Signed out: the dialog leads to sign-in in another tab; this page notices, takes the new token over and goes on.
  let asking = 0;
  const meta = (name, root) => $(`meta[name=${name}]`, root)?.content;
  const tell = (name) => document.dispatchEvent(new CustomEvent(name));
  const meet = async () => {
    const answer = await fetch(words().probe, { redirect: "manual" }).catch(() => null);
    if (answer?.type === "opaqueredirect") return signedOut();
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!meta("user", page)) return;
    if (meta("user", page) !== meta("user")) { signedOut(true); tell("session-other"); return; }
    clearInterval(asking);
    asking = 0;
    $("meta[name=csrf-token]").content = meta("csrf-token", page);
    all("input[name=csrf_token]").forEach((field) => { field.value = meta("csrf-token", page); });
    $("#session").close();
    tell("session-resumed");
  };
  const signedOut = (other = false) => {
    const box = $("#session");
    if (asking && box.dataset.other === String(other)) return;
    box.dataset.other = other;
    asking ||= setInterval(meet, 4000);
    if (!box.open) box.showModal();
  };
  on("session-expired", () => signedOut());
  on("session-check", meet);
  addEventListener("focus", () => { if (asking) meet(); });

  // New parts of the page: dialogs open, progress is told at each quarter, focus goes where the work is.
  const told = new Map();
  const dress = (root) => {
    const within = (selector) => [...(root.matches?.(selector) ? [root] : []), ...all(selector, root)];
    within("dialog[data-dialog-shown]").forEach((box) => { if (!box.open) box.showModal(); });
    within("progress[data-announce]").forEach((bar) => {
      const name = bar.dataset.announce;
      const quarter = bar.hasAttribute("value") ? Math.floor(4 * bar.value / bar.max) : 0;
      if (quarter > (told.get(name) ?? 0)) say(`${name}: ${quarter * 25} %`);
      told.set(name, Math.max(quarter, told.get(name) ?? 0));
    });
    within("[data-wait]").forEach(countdown);
  };
  const countdown = (box) => {
    const button = box.matches("button") ? box : $("button:not([type=button])", box.closest("form") ?? box);
    let left = Number(box.dataset.wait);
    const tick = () => {
      const number = $("[data-seconds]", box);
      if (number) number.textContent = left;
      if (button) button.disabled = left > 0;
      if (left-- > 0) setTimeout(tick, 1000); else box.hidden = box !== button;
    };
    tick();
  };
  on("htmx:afterSettle", (event) => {
    const root = event.detail.elt;
    dress(root);
    const cause = event.detail.requestConfig?.triggeringEvent;
    if (!cause || ["intersect", "load", "revealed", "rows-came"].includes(cause.type)) return; // what comes by itself never moves the focus
    const goal = root.matches("[data-focus]") ? root : $("[data-focus], [autofocus]", root);
    if (goal) goal.focus();
    else if (document.activeElement === document.body) $("h2[tabindex='-1'], a, button, input", root)?.focus({ preventScroll: true });
  });
  const start = () => { dress(document.body); $("[data-focus]")?.focus(); };
  if (document.readyState === "loading") on("DOMContentLoaded", start); else start();

  // Clicks.
  const closest = (event, selector) => event.target instanceof Element && event.target.closest(selector);
  on("click", (event) => {
    const opener = closest(event, "[data-dialog-open]");
    if (opener) { const box = document.getElementById(opener.dataset.dialogOpen); if (box) { event.preventDefault(); box.showModal(); } }
    if (closest(event, "[data-dialog-close]")) { event.preventDefault(); event.target.closest("dialog")?.close(); }
    const copier = closest(event, "[data-copy]");
    if (copier) copy(copier);
    const reveal = closest(event, "[data-reveal]");
    if (reveal) {
      const field = document.getElementById(reveal.dataset.reveal);
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      reveal.setAttribute("aria-pressed", String(!shown));
    }
    if (closest(event, "[data-print]")) { event.preventDefault(); window.print(); }
    all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    const text = source.value ?? source.textContent;
    try { await navigator.clipboard.writeText(text); }
    catch { // plain http has no clipboard: select it, so that Ctrl+C copies
      if (source.select) source.select(); else getSelection().selectAllChildren(source);
      return;
    }
    toast({ message: button.dataset.copied });
  };
  on("close", (event) => { if (event.target.matches?.("dialog[data-dialog-shown]")) event.target.remove(); }, true);
  const guard = new WeakSet(); // a double click sends a plain form once
  on("submit", (event) => {
    if (event.defaultPrevented || event.target.method === "dialog") return;
    if (guard.has(event.target)) event.preventDefault();
    guard.add(event.target);
    setTimeout(() => guard.delete(event.target), 4000);
  });
  on("change", (event) => {
    const form = closest(event, "form[data-autosubmit]");
    if (form && !event.target.matches("[type=search], [type=text]")) form.requestSubmit();
    const zone = closest(event, "[data-dropzone]");
    if (zone && event.target.type === "file") list(zone, event.target);
  });

  // Dropping files fills the input, which stays the one control.
  const list = (zone, input) => {
    const box = $("[data-file-list]", zone);
    if (!box) return;
    box.hidden = !input.files.length;
    box.replaceChildren(...[...input.files].map((file) => {
      const row = document.createElement("li");
      row.append(Object.assign(document.createElement("bdi"), { textContent: file.name }), ` ${Math.ceil(file.size / 1024)} kB`);
      return row;
    }));
  };
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
    on(name, (event) => {
      const zone = closest(event, "[data-dropzone]");
      if (!zone || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      zone.classList.toggle("is-over", name === "dragenter" || name === "dragover");
      if (name !== "drop") return;
      const input = $("input[type=file]", zone);
      const files = new DataTransfer();
      for (const file of [...(input.multiple ? input.files : []), ...event.dataTransfer.files]) files.items.add(file);
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // Keys: single ones only outside fields (WCAG 2.1.4).
  let first = "";
  const step = (by) => {
    const items = all("[data-list] [data-item]").filter((item) => item.checkVisibility?.() ?? true);
    const at = items.findIndex((item) => item.contains(document.activeElement));
    items[Math.min(Math.max(at + by, 0), items.length - 1)]?.focus();
  };
  const actions = {
    "?": () => $("#keys")?.showModal(),
    "/": () => $("input[type=search]")?.focus(),
    j: () => step(1), k: () => step(-1), o: () => document.activeElement.closest("[data-item]")?.click(),
  };
  on("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = $("details.menu[open]");
      if (menu) { menu.open = false; $("summary", menu).focus(); }
    }
    const away = event.target.closest?.("input, select, textarea, [contenteditable], dialog");
    if (away || event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.keys === "off") return;
    const pair = `${first} ${event.key}`.trim();
    const link = all("[data-key]").find((item) => item.dataset.key === pair);
    first = event.key === "g" && !first ? "g" : "";
    if (first) { setTimeout(() => { first = ""; }, 1200); return; }
    if (link) { event.preventDefault(); link.click(); }
    else if (actions[pair]) { event.preventDefault(); actions[pair](); }
  });
})();
