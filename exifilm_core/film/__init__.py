"""What a film photographer computes: exposure, zones, lenses, films. It knows no tags or scans."""
