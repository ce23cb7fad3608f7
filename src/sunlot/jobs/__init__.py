"""Jobs: what a command does, step by step. Rules live in `sunlot.core`, reading and writing in `sunlot.store`."""
