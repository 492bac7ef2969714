"""The frame of every page: language, who is here, the menu, then the page or the sign-in form."""

from components import frame
from components.accounts import first_start, sign_in
from components.accounts import password as own_password
from components.language import i18n
from components.reads import reference, reference_cache
from components.results import live
from components.visit import carried, navigation, pages, session, turns

frame.prepare()
here = pages.asked_for()
person = session.arrive(is_live=here is not None and here.is_live)
# Read with the person: whoever is posted in a new agency also finds its name.
reference_cache.look(person.counters.reference if person is not None else None)
if person is not None:
    i18n.prefer(person.language)
i18n.offer(reference.languages())
with i18n.speaking(i18n.language()):
    is_in = here is not None and person is not None and not person.must_change_password
    chosen = pages.navigate(person.viewer.role if person is not None and is_in else None)
    # Let in is the page that runs, whatever was asked for.
    here = navigation.BY_NAME.get(chosen.url_path)
    frame.direct()
    if not reference.is_set_up():
        first_start.draw()
    elif person is None:
        frame.name_tab(i18n.t("sign_in.submit"))
        sign_in.draw(wanted=chosen.url_path)
    else:
        if here is not None:
            frame.name_tab(i18n.t(here.text))
        else:
            navigation.choose_home(person.viewer)
        if person.must_change_password:
            own_password.ask_first_change(person)
        elif here is None:
            chosen.run()
        else:
            if here.is_live or here.has_filters:
                carried.arrive(here.name)
            frame.menu(person, here)
            session.admit(person, here.permission)
            if here.is_live:
                with turns.turn():
                    chosen.run()
                live.drawn()
            else:
                session.lock_when_idle()
                chosen.run()
            frame.bottom_bar(person.viewer)
            if here.is_live or here.has_filters:
                carried.remember(here.name)
