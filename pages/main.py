"""The frame of every page: language, who is here, the menu, then the page or what stands for it."""

import streamlit as st

from components import frame, i18n, navigation, session, sign_in

viewer = session.current()
frame.prepare(viewer)
pages = {
    screen.name: st.Page(screen.path, title=i18n.t(screen.text), url_path=screen.name)
    for screen in navigation.SCREENS
}
st.session_state["pages"] = pages
home = st.Page(lambda: navigation.go(navigation.HOME[viewer.role]), title="Amudu", default=True)
chosen = st.navigation([home, *pages.values()], position="hidden")

if viewer is None:
    sign_in.draw(wanted=chosen.url_path)
elif chosen is home:
    chosen.run()
else:
    screen = navigation.BY_NAME[chosen.url_path]
    frame.menu(viewer, screen)
    session.require(screen.permission)
    chosen.run()
    frame.foot(viewer, screen)
