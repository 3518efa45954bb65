"""The checks of the graded cells: ``graders.check_get_noise(get_noise)`` and its siblings.

Each check prints one line when all is right. It raises ``NotAttempted`` for an untouched stub and
``CheckFailed``, with what was expected, what came back and the likely cause, for anything else.

A check is imported when it is first used, so that a tool which needs
one of them does not wait for all.
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    "CheckFailed": ("core.check", "CheckFailed"),
    "NotAttempted": ("core.check", "NotAttempted"),
    "check_count_pixels": ("lesson_00.count_pixels", "count_pixels"),
    "check_optimal_discriminator": ("lesson_01.game", "optimal_discriminator"),
    "check_generator_loss_gradients": ("lesson_01.game", "generator_loss_gradients"),
    "check_batch_size_answer": ("lesson_01.game", "batch_size_answer"),
    "check_training_split_answer": ("lesson_01.game", "training_split_answer"),
    "check_get_generator_block": ("lesson_02.building_blocks", "get_generator_block"),
    "check_generator": ("lesson_02.building_blocks", "Generator"),
    "check_get_noise": ("lesson_02.building_blocks", "get_noise"),
    "check_get_discriminator_block": ("lesson_02.building_blocks", "get_discriminator_block"),
    "check_discriminator": ("lesson_02.building_blocks", "Discriminator"),
    "check_get_disc_loss": ("lesson_03.losses", "get_disc_loss"),
    "check_get_gen_loss": ("lesson_03.losses", "get_gen_loss"),
    "check_train_step": ("lesson_04.train_step", "train_step"),
    "check_train_epoch": ("lesson_04.train_epoch", "train_epoch"),
    "check_denorm": ("lesson_04.denorm", "denorm"),
    "check_conv_out_size": ("lesson_06.conv_sizes", "conv_out_size"),
    "check_conv_transpose_out_size": ("lesson_06.conv_sizes", "conv_transpose_out_size"),
    "check_make_gen_block": ("lesson_06.conv_blocks", "make_gen_block"),
    "check_make_disc_block": ("lesson_06.conv_blocks", "make_disc_block"),
    "check_weights_init": ("lesson_06.weights_init", "weights_init"),
    "check_modes_covered": ("lesson_05.measuring", "modes_covered"),
    "check_frechet_distance": ("lesson_05.measuring", "frechet_distance"),
    "check_diagnoses": ("lesson_05.bug_hunt", "diagnoses"),
    "check_feed": ("lesson_05.bug_hunt", "feed"),
    "check_verdict_loss": ("lesson_05.bug_hunt", "verdict_loss"),
    "check_set_up": ("lesson_05.bug_hunt", "set_up"),
    "check_update": ("lesson_05.update", "update"),
}

__all__ = [*_HOMES, "example"]


def example(name: str, number: int) -> Any:
    """The inputs of one check of an item, to try its call by hand.

    Args:
        name: The item's name, e.g. ``"get_disc_loss"``.
        number: The check's number, as the message on a failed check gives it.

    Returns:
        The value, or the tuple of values, that the message unpacks.

    Raises:
        ValueError: There is no such item, or it has no check of that number.
    """
    home = _HOMES.get(f"check_{name.lower()}")
    if home is None:
        raise ValueError(f"there is no graded item named {name!r}")
    item = getattr(importlib.import_module(f"graders.{home[0]}"), home[1])
    if not 1 <= number <= len(item.aspects):
        raise ValueError(f"{name} has the checks 1 to {len(item.aspects)}, but no check {number}")
    return item.example(number)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'graders' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(importlib.import_module(f"graders.{module}"), attribute)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
