"""A recording reads what a browser was sent: numbers in words and in tables, at any depth."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.recording import Recording, numbers_in, numbers_of


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1 303 personnes", {1303}),
        ("1\u202f303; 1,511 and 2.731.", {1303, 1511, 2731}),
        ('{"n": 1303, "share": 41}', {1303, 41}),
        ("<v>1303</v>", {1303}),
        ("M12.1303,4", {4}),
        ("49209834-1303-5114-af5a-c55a61", set()),
        ("img1303.png", set()),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, numbers: set[int]) -> None:
    assert numbers_in(text) == numbers


def test_words_and_tables_are_found_within_messages() -> None:
    frame = ForwardMsg()
    frame.delta.new_element.markdown.body = "1303 people"
    chart = ForwardMsg()
    table = pa.Table.from_pandas(pd.DataFrame({"n": [1511, None], "text": ["2 731", "masqué"]}))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    data = chart.delta.new_element.vega_lite_chart.datasets.add()
    data.data.data = sink.getvalue().to_pybytes()
    back = BackMsg()
    back.rerun_script.query_string = "release_number=2"
    recording = Recording(
        got=[frame.SerializeToString(), chart.SerializeToString()], sent=[back.SerializeToString()]
    )
    assert {number for each in recording.words() for number in numbers_in(each)} >= {1303, 2731, 2}
    (found,) = recording.tables()
    assert numbers_of(found) == {1511, 2731}
