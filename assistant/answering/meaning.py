"""What the small learnt parts read: the vector of a text, as the search makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
#: Text and the model whose vectors are wanted → the unit vector [dimension], or None where that model does not serve.
Meaning: TypeAlias = Callable[[str, str], Floats | None]
