// One entry of the browser's history a page that was seen, so that the way back leads there.
// Streamlit pushes two more: on leaving, the old path without its filters; on arrival, the new path
// before its filters. Either would be met on the way back, and would reset the filters.
(() => {
  const SOON = 3000;
  const push = history.pushState.bind(history);
  let arrived = performance.now();
  let emptied = -SOON;
  history.pushState = (state, title, url) => {
    const target = new URL(url ?? location.href, location.href);
    const now = performance.now();
    const stays = target.pathname === location.pathname;
    const isFilled = stays && !location.search && now - arrived < SOON;
    const isLeft = !stays && !location.search && now - emptied < SOON;
    if (isFilled || isLeft) history.replaceState(state, title, url);
    else push(state, title, url);
    if (!stays) arrived = now;
    emptied = stays && !target.search ? now : -SOON;
  };
})();
