"""Write lossviz/data/digits.npz: scikit-learn's handwritten digits, without scikit-learn.

    python -m tools.make_digits

needs scikit-learn (`pip install -e '.[frameworks]'`). What the data are, and whose, is said in
lossviz/data/README.md.
"""

from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parent.parent / "lossviz" / "data" / "digits.npz"


def main() -> None:
    from sklearn.datasets import load_digits

    bunch = load_digits()
    np.savez_compressed(
        DATA, images=bunch.images.astype(np.uint8), labels=bunch.target.astype(np.uint8)
    )
    print(f"{DATA.name}: {len(bunch.target)} images, {DATA.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
