"""What is done with figures: folding them from rows, and making them again."""

from nuanfeng.modules.insight.usecases.fold_figures import fold_figures
from nuanfeng.modules.insight.usecases.rebuild_figures import rebuild_figures

__all__ = ["fold_figures", "rebuild_figures"]
