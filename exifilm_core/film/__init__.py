"""What a film photographer computes: stops, zones, picture formats. It knows no tags or files."""
