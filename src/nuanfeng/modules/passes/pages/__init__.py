"""What workers and station staff see of passes and scanners."""

from nuanfeng.modules.passes.pages.phones import invite_scanner, revoke_scanner, scanners
from nuanfeng.modules.passes.pages.screen import rotate_handle, show_pass, slices

__all__ = ["invite_scanner", "revoke_scanner", "rotate_handle", "scanners", "show_pass", "slices"]
