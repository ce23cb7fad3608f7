"""The draw protocol `sunlot/1`: grammar, documents, beacons, arithmetic, verifier. Pure: it opens no file."""
