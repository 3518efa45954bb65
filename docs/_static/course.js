// The moving digits of the front page can be stopped (WCAG 2.2.2).
document.querySelectorAll("button.pause").forEach((button) => {
  const picture = button.parentElement.querySelector("img");
  const source = button.parentElement.querySelector("source");
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    button.remove();
    return;
  }
  const film = picture.getAttribute("src");
  button.hidden = false;
  button.addEventListener("click", () => {
    const still = button.getAttribute("aria-pressed") === "true";
    picture.src = still ? film : source.getAttribute("srcset");
    button.setAttribute("aria-pressed", String(!still));
    button.textContent = still ? "Stop the digits" : "Let them move";
  });
});

// A formula that is too wide for the page can be scrolled with the keyboard.
document.querySelectorAll(".formula, p:has(> math)").forEach((formula) => {
  if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
});
