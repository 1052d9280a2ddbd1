"""The door: what `reactions` and `portal` may use; no module stands above this one."""

from nuanfeng.modules.insight.usecases import fold_figures, rebuild_figures

__all__ = ["fold_figures", "rebuild_figures"]
