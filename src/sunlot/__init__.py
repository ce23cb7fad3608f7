"""sunlot (阳光抽签): draws that anyone can repeat, for 双随机、一公开 supervision."""

__version__ = "0.1.0"
