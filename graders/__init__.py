"""The checks of the graded cells: ``graders.check_get_noise(get_noise)`` and its siblings.

Each check prints one line when all is right. It raises ``NotAttempted`` for an untouched stub and
``CheckFailed``, with what was expected, what came back and the likely cause, for anything else.
"""

from graders.building_blocks import Discriminator as check_discriminator
from graders.building_blocks import Generator as check_generator
from graders.building_blocks import get_discriminator_block as check_get_discriminator_block
from graders.building_blocks import get_generator_block as check_get_generator_block
from graders.building_blocks import get_noise as check_get_noise
from graders.core import CheckFailed, NotAttempted
from graders.game import batch_size_answer as check_batch_size_answer
from graders.game import generator_loss_gradients as check_generator_loss_gradients
from graders.game import optimal_discriminator as check_optimal_discriminator
from graders.game import training_split_answer as check_training_split_answer
from graders.losses import get_disc_loss as check_get_disc_loss
from graders.losses import get_gen_loss as check_get_gen_loss
from graders.start import count_pixels as check_count_pixels

__all__ = [
    "CheckFailed",
    "NotAttempted",
    "check_batch_size_answer",
    "check_count_pixels",
    "check_discriminator",
    "check_generator",
    "check_generator_loss_gradients",
    "check_get_disc_loss",
    "check_get_discriminator_block",
    "check_get_gen_loss",
    "check_get_generator_block",
    "check_get_noise",
    "check_optimal_discriminator",
    "check_training_split_answer",
]
