"""Lets mutmut make the mutants in ./mutants, as its own `run` does first; which, pyproject.toml says."""

from pathlib import Path

from mutmut import __main__ as mutmut

if __name__ == "__main__":
    mutmut.set_mutant_under_test("mutant_generation")
    Path("mutants").mkdir(exist_ok=True)
    mutmut.copy_src_dir()
    mutmut.copy_also_copy_files()
    mutmut.setup_source_paths()
    mutmut.store_lines_covered_by_tests()
    made = mutmut.create_mutants(2)
    print(f"{made.mutated} files mutated, {made.unmodified} as they were")
