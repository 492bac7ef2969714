"""A name and a number of whoever agreed to be called."""

from __future__ import annotations

from components.fields import text
from components.language import i18n
from components.saving.problems import Problems


def name_and_number(
    form: str, problems: Problems, *, name: str = "", phone: str = ""
) -> dict[str, str]:
    """The two fields that make a contact, with what stands there at first."""
    typed_name = text.typed(
        i18n.t("contact.name"),
        value=name,
        key=f"{form}_name",
        autocomplete="off",
        icon=":material/person:",
    )
    problems.beside("name", i18n.t("contact.name"))
    typed_phone = text.typed(
        i18n.t("contact.phone"),
        value=phone,
        key=f"{form}_phone",
        type="phone",
        autocomplete="off",
        placeholder="06 12 34 56 78",
        icon=":material/call:",
    )
    problems.beside("phone", i18n.t("contact.phone"))
    return {"name": typed_name, "phone": typed_phone}
