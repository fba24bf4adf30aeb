// What the desk does beyond its forms and htmx: copying, moving pars, and the way to the evidence and back.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = button.parentElement.querySelector("[data-copied]");
    try {
      const answer = await fetch(button.dataset.copy);
      if (!answer.ok || answer.redirected) throw new Error("it is not the text");
      await navigator.clipboard.writeText(await answer.text());
      said.textContent = "Copied.";
    } catch {
      said.textContent = "It could not be copied. Take the file text instead.";
    }
  });
}

// A word that is chosen leads to its evidence; from there Escape, or the link, leads back to the word.
const evidence = document.getElementById("evidence");
if (evidence) {
  let word = document.querySelector("a.run[data-cited]");
  const say = (words) => {
    const said = document.createElement("p");
    said.className = "small";
    said.textContent = words;
    evidence.replaceChildren(said);
  };
  const close = () => say(evidence.dataset.nothing);
  const back = (event) => {
    event.preventDefault();
    close();
    word?.toggleAttribute("data-shown", true);
    word?.focus();
    word?.removeAttribute("data-shown");
  };
  const isIts = (ctx) => ctx?.target === evidence;
  document.addEventListener("htmx:config:request", (event) => {
    if (event.target.closest?.("[data-shown]")) event.preventDefault();
  });
  document.addEventListener("htmx:error", (event) => {
    if (isIts(event.detail.ctx)) say("The evidence could not be fetched. Choose the word again.");
  });
  document.addEventListener("htmx:before:swap", (event) => {
    if (isIts(event.detail.ctx) && evidence.contains(document.activeElement)) event.preventDefault();
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (!isIts(event.detail.ctx)) return;
    const { sourceElement, sourceEvent } = event.detail.ctx;
    word = sourceElement;
    for (const each of [evidence, evidence.parentElement]) each.scrollTop = 0;
    // On a phone the evidence comes up over the foot of the page; beside the copy it moves what is below it.
    const here = document.activeElement;
    (here === document.body ? word : here).scrollIntoView({ block: "nearest" });
    if (sourceEvent?.type === "click") evidence.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (evidence.contains(event.target)) back(event);
    else if (event.target.matches?.("a.run")) {
      event.target.dispatchEvent(new Event("htmx:abort"));
      close();
    }
  });
  evidence.addEventListener("click", (event) => { if (event.target.closest("[data-back]")) back(event); });
}

// Pars are moved in the page; their numbers say the order to the desk, with or without this.
const form = document.querySelector("[data-pars]");
if (form) {
  const pars = () => [...form.querySelectorAll(".edit-par")];
  const renumber = () => pars().forEach((par, index) => {
    par.querySelector("[data-order]").value = index + 1;
  });
  const reread = () => form.dispatchEvent(new Event("input", { bubbles: true }));
  for (const buttons of form.querySelectorAll("[data-moves]")) buttons.hidden = false;
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const par = button.closest(".edit-par");
    const up = button.dataset.move === "up";
    const other = up ? par.previousElementSibling : par.nextElementSibling;
    if (!other?.querySelector("[data-moves]")) return;
    if (up) other.before(par); else other.after(par);
    renumber();
    button.focus();
    reread();
  });

  // What was found in the words before is not what is found in these.
  const all = document.getElementById("read-all");
  const say = (words, quietly) => {
    const line = Object.assign(document.createElement("p"), { className: quietly ? "small" : "fault", textContent: words });
    line.ariaHidden = quietly;
    all.replaceChildren(line);
  };
  form.addEventListener("input", () => say("Reading …", true));
  form.addEventListener("htmx:error", () => say(
    "Not read: the desk cannot be reached. What stands beside the pars was found before.", false));
}

// What was typed or chosen, and is not saved, is not left by accident.
for (const guarded of document.querySelectorAll("[data-guarded]")) {
  let changed = guarded.hasAttribute("data-changed");
  guarded.addEventListener("input", () => { changed = true; });
  guarded.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}
