"""The frame of every page: language, who is here, the menu, then the page or the sign-in form."""

import streamlit as st

from components import frame
from components.accounts import first_start, sign_in
from components.accounts import password as own_password
from components.language import i18n
from components.reads import kept, reference
from components.visit import carried, navigation, session

frame.prepare()
pages = {
    screen.name: st.Page(screen.path, title=i18n.t(screen.text), url_path=screen.name)
    for screen in navigation.SCREENS
}
home = st.Page(navigation.home, title="Amudu", default=True)
chosen = st.navigation([home, *pages.values()], position="hidden")
here = navigation.BY_NAME.get(chosen.url_path)
person = session.arrive(is_live=here is not None and here.is_live)
# After the person is read: whoever is posted in a new agency also finds its name.
kept.look()
navigation.register(pages)

if not reference.is_set_up():
    frame.direct()
    first_start.draw()
elif person is None:
    frame.direct()
    frame.name_tab(i18n.t("sign_in.submit"))
    sign_in.draw(wanted=chosen.url_path)
else:
    i18n.prefer(person.language)
    frame.direct()
    if here is not None:
        frame.name_tab(i18n.t(here.text))
    if here is None:
        navigation.choose_home(person.viewer)
    if person.must_change_password:
        own_password.ask_first_change(person)
    elif here is None:
        chosen.run()
    else:
        if here.is_live:
            carried.arrive(here.name)
        frame.menu(person, here)
        session.admit(person, here.permission)
        if not here.is_live:
            session.lock_when_idle()
        chosen.run()
        frame.foot(person.viewer)
        if here.is_live:
            carried.remember(here.name)
