"""What every module stands on, without one word of the county's business."""
