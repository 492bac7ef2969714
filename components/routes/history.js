// One entry of the browser's history a page that was seen, so that the way back leads there.
// Streamlit pushes two more: on leaving, the old path without its filters; on arrival, the new path
// before its filters. Either would be met on the way back, and would reset the filters. What somebody
// chooses, however soon, is an entry of its own.
(() => {
  const push = history.pushState.bind(history);
  let acted = -1;
  for (const act of ["click", "input"]) addEventListener(act, () => (acted = performance.now()), true);
  addEventListener("keydown", (event) => event.key === "Enter" && (acted = performance.now()), true);
  let arrived = 0;
  let emptied = -1;
  history.pushState = (state, title, url) => {
    const target = new URL(url ?? location.href, location.href);
    const stays = target.pathname === location.pathname;
    const isFilled = stays && !location.search && acted <= arrived;
    const isLeft = !stays && !location.search && emptied > acted;
    if (isFilled || isLeft) history.replaceState(state, title, url);
    else push(state, title, url);
    const now = performance.now();
    if (!stays) arrived = now;
    emptied = stays && !target.search ? now : -1;
  };
})();
