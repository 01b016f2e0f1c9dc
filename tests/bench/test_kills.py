from pathlib import Path

from api.store.embedded import EmbeddedStore
from bench.kills import Round, read, write_tokens


def test_one_round_of_killing_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    folder, tokens = tmp_path / "store", tmp_path / "tokens.toml"
    write_tokens(tokens)
    EmbeddedStore(folder).write().close()
    each = Round(folder, tokens, 0)
    each.run()
    stored, halves = read(folder)
    assert each.told
    assert set(each.told) <= stored
    assert halves == 0
