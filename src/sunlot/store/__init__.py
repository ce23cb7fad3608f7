"""Reading and writing: YAML, Git, the vault, the network. Rules live in `sunlot.core`."""
