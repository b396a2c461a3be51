// What is nicer with a script. Everything here also works without it.
"use strict";

function say(text, stays = 4000) {
  const place = document.getElementById("said");
  if (!place) return;
  place.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { place.textContent = ""; }, stays);
}

// What the last action did stands on the page when it comes: said anew, so that a screen reader hears it.
const done = document.getElementById("said");
if (done && done.textContent.trim()) {
  const text = done.textContent.trim();
  done.textContent = "";
  setTimeout(() => say(text, 7000), 80);
}

document.addEventListener("htmx:responseError", (event) => say(event.detail.xhr.responseText.slice(0, 200) || "没有完成，请重试。"));
document.addEventListener("htmx:sendError", () => say("连不上服务器，请检查网络后重试。"));

// What takes long says so at once: an address that is fetched, a source that is tried, a letter that is sent.
document.addEventListener("submit", (event) => {
  const busy = event.submitter?.dataset.busy || event.target.dataset.busy;
  if (busy) say(busy, 120000);
});

// ---- keys of the inbox: j k move, a takes the suggestion, 1–6 file, x reject, m merge, u undo, o open
const list = document.getElementById("events");

function rows() { return [...list.querySelectorAll(".event")]; }

function here() {
  const at = document.activeElement && document.activeElement.closest(".event");
  return at || null;
}

function go(step) {
  const all = rows();
  const at = all.indexOf(here());
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
}

// m on a repost takes it up, m on the original puts it down there.
function merge(row) {
  const taken = list.querySelector(".taken");
  if (!taken) {
    row.classList.add("taken");
    say("已拿起：请移到它的原件上再按 m；在同一条上再按 m 就放下。");
    return;
  }
  taken.classList.remove("taken");
  if (taken === row) { say("已放下。"); return; }
  const form = document.getElementById("merge");
  form.elements.original.value = row.id.replace("event-", "");
  form.action = `${form.dataset.base}${taken.id.replace("event-", "")}/move/`;
  form.submit();
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const row = here();
  if (event.key === "j" || event.key === "k") { event.preventDefault(); go(event.key === "j" ? 1 : -1); return; }
  if (event.key === "u") { event.preventDefault(); document.querySelector(".tabs [data-key=u]").click(); return; }
  // A row that is on its way takes no second key: its new form is nobody's until htmx has settled it.
  if (!row || row.matches(".htmx-added, .htmx-settling") || row.querySelector(".htmx-request")) return;
  if (event.key === "m") { event.preventDefault(); merge(row); return; }
  if (event.key === "o") { event.preventDefault(); row.querySelector("[data-open]").click(); return; }
  const reject = row.querySelector(".reject");
  if (event.key === "x") {
    event.preventDefault();
    reject.open = !reject.open;
    if (reject.open) reject.querySelector("button").focus();
    return;
  }
  const button = row.querySelector(event.key === "a" ? ".six .now" : `.six [data-key="${CSS.escape(event.key)}"]`);
  if (button) { event.preventDefault(); button.click(); }
}

function begin() {
  document.addEventListener("keydown", press);
  // After a move the row is replaced by its new self; the eye and the focus go on to the next one.
  list.addEventListener("htmx:beforeSwap", (event) => {
    const all = rows();
    const next = all[all.findIndex((row) => row.id === event.detail.target.id) + 1];
    list.dataset.next = next ? next.id : event.detail.target.id;
    if (!next) say("这一页看完了。");
  });
  list.addEventListener("htmx:afterSettle", () => {
    const next = document.getElementById(list.dataset.next);
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  });
  // After an undo or a merge the page comes back to the row that it was about.
  const about = rows().find((row) => `#${row.id}` === location.hash);
  if (about) { about.focus(); about.scrollIntoView({ block: "center" }); } else go(0);
}

// htmx takes the forms over at this moment too, before us: a key pressed any earlier would send one the slow way.
if (list) document.addEventListener("DOMContentLoaded", begin);

// ---- one-key fixes of a form field
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  const field = document.getElementById(button.dataset.fill);
  field.value = button.dataset.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// ---- keys of an article: d takes the likely day, x rejects, n goes on to the next one
document.addEventListener("keydown", (event) => {
  if (list || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const button = document.querySelector(`main [data-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// ---- the order of an issue: Alt+↑ and Alt+↓, or drag
document.addEventListener("keydown", (event) => {
  const item = event.target.closest && event.target.closest(".placed");
  if (!item || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const button = item.querySelector(`[data-move=${event.key === "ArrowUp" ? "up" : "down"}]`);
  event.preventDefault();
  if (button && !button.disabled) button.click();
});

const drop = document.getElementById("drop");
if (drop) {
  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest(".placed");
    if (dragged) event.dataTransfer.setData("text/plain", dragged.id);
  });
  document.addEventListener("dragover", (event) => {
    if (!dragged || !event.target.closest(".items")) return;
    event.preventDefault();
    document.querySelectorAll(".over").forEach((one) => one.classList.remove("over"));
    const over = event.target.closest(".placed");
    if (over) over.classList.add("over");
  });
  document.addEventListener("drop", (event) => {
    const items = event.target.closest(".items");
    if (!dragged || !items) return;
    event.preventDefault();
    const others = [...items.querySelectorAll(".placed")].filter((one) => one !== dragged);
    const over = event.target.closest(".placed");
    drop.elements.section.value = items.dataset.section;
    drop.elements.place.value = over && over !== dragged ? others.indexOf(over) : others.length;
    drop.action = drop.dataset.base + dragged.id.replace("item-", "") + "/";
    drop.submit();
  });
}

// ---- a build that has ended shows its files
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.querySelector && event.detail.target.querySelector("[data-reload]")) location.reload();
});
