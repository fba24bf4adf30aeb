// What the desk does beyond its forms and htmx: copying, moving pars, and a key for the search.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById("search")?.focus();
  }
});

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = button.parentElement.querySelector("[data-copied]");
    try {
      const answer = await fetch(button.dataset.copy);
      if (!answer.ok) throw new Error(answer.statusText);
      await navigator.clipboard.writeText(await answer.text());
      said.textContent = "Copied.";
    } catch (error) {
      said.textContent = `It could not be copied (${error.message}). Take the file.`;
    }
  });
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
    if (!other?.classList.contains("edit-par")) return;
    if (up) other.before(par); else other.after(par);
    renumber();
    button.focus();
    reread();
  });
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}
