// Brings a wrong field into view and gives it the keyboard. What stands under it may come later.
([key]) => {
  const FIELDS = "input, textarea, [aria-checked=true], button";
  const outer = "[data-testid=stLayoutWrapper], [data-testid=stElementContainer]";
  let patience = 40;

  function field(place) {
    let box = place.closest(outer);
    while (box) {
      const found = box.querySelector("input, textarea") ?? box.querySelector(FIELDS);
      if (found) return [box, found];
      box = box.previousElementSibling ?? box.parentElement.closest(outer);
    }
    return null;
  }

  function lead() {
    const place = document.querySelector(`.st-key-${key}`);
    if (!place?.querySelector("[role=alert]")) return patience-- && setTimeout(lead, 50);
    place.closest("details:not([open])")?.querySelector("summary").click();
    const found = field(place);
    if (!found) return;
    found[0].scrollIntoView({ block: "center" });
    found[1].focus({ preventScroll: true });
  }
  lead();
}
