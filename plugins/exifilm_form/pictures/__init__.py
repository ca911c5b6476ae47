"""The pictures of the scans: decoded, as positives, as thumbnails, and on the screen."""
