# 两条命令：make demo · make test
# Two commands; both set up what they need in .venv, and neither changes the checkout.

BIN := .venv/bin
GENERATED := $(wildcard scripts/make_model.py scripts/make_rules.py scripts/make_sentences.py scripts/make_demo.py scripts/make_documents.py)

.DEFAULT_GOAL := help
.PHONY: help demo test lint verifier setup setup-all statistics mutation lock clean

help: ## 列出这些命令 · list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/    make \1	\2/p' Makefile

demo: setup ## 演示：建库、检查、抽取、核验、生成网站 · the demonstration, from registers to site
	@scripts/demo.sh

test: setup-all ## 运行全部测试，含浏览器 · every test, browser included
	@scripts/test.sh

LINTS := ruff format mypy layers generated verifier actionlint zizmor
.PHONY: $(addprefix lint-,$(LINTS))
lint: $(addprefix lint-,$(LINTS)) ## 规范、类型、分层、生成文件、工作流 · style, types, layers, generated files, workflows

$(addprefix lint-,$(LINTS)): setup-all
lint-ruff:
	$(BIN)/ruff check
lint-format:
	$(BIN)/ruff format --check
lint-mypy:
	$(BIN)/mypy
lint-layers:
	$(BIN)/lint-imports
lint-generated:
	@status=0; for one in $(GENERATED); do echo "$(BIN)/python $$one --check"; $(BIN)/python $$one --check || status=1; done; exit $$status
lint-verifier:
	scripts/build_verifier.sh --check
lint-actionlint:
	$(BIN)/actionlint
lint-zizmor:
	$(BIN)/zizmor --offline --quiet .github

verifier: setup-all ## 生成浏览器核验程序 · build the browser verifier
	$(BIN)/python scripts/make_sentences.py
	scripts/build_verifier.sh

setup: ## 只安装运行所需 · install what the program needs
	@scripts/setup.sh runtime

setup-all: ## 安装全部，含测试与检查工具 · install everything, tests and linters too
	@scripts/setup.sh all

statistics: setup-all ## 重做抽签的统计检验（约五分钟）· do the statistical tests of the draw again
	$(BIN)/python scripts/make_statistics.py

mutation: setup-all ## 对核验程序做变异测试（约一小时）· mutation testing of the verifier (about an hour)
	tests/mutation/run.sh

COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --quiet $(UPGRADE)

lock: setup-all ## 重新锁定依赖（UPGRADE=--upgrade 取新版）· lock the dependencies again (UPGRADE=--upgrade: newer ones)
	$(BIN)/python -m pip --disable-pip-version-check install --quiet uv
	$(COMPILE) --extra documents --extra fast --extra receipts --group build --group test --group lint --group bench -o requirements.lock.txt
	$(COMPILE) --extra receipts --group build --constraint requirements.lock.txt -o requirements.runtime.lock.txt

clean: ## 删除生成的一切（不动内部库）· delete everything made here (never the vault)
	rm -rf .venv build verifier/node_modules .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src scripts tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
