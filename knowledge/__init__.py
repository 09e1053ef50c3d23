"""What is known: entries, their catalog, and the indexes that find them."""

import os

# Many callers already use every core. Where each product of matrices took all cores again, they waited for one another: finding the
# names in a question took three times the CPU (docs/performance.md). Set before numpy reads it; a setting of one's own stays.
os.environ.setdefault("OMP_NUM_THREADS", "1")
