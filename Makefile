# 领导驾驶舱: `make run` serves it, `make test` checks it, `make help` lists the rest.
# Only relative paths, so that a checkout under a path with spaces works.

PY := .venv/bin/python
SCALE ?= 1
PYTEST_ARGS ?=
# One file's tests stay in one process: they share a database or a browser.
PARALLEL ?= -n 2 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help run chromium test lint format bench soak demo docs requirements wheelhouse clean run-env test-env

help: ## 列出命令 / list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: ## 启动驾驶舱（先查设置和端口，再缺什么装什么）/ serve on COCKPIT_HOST:COCKPIT_PORT
	@exec scripts/run.sh

chromium: run-env ## 为快照装一个 Chromium / bring a Chromium for snapshots
	@scripts/chromium.sh

test: test-env ## 静态检查和全部测试 / lint, then every test
	@scripts/test_tools.sh
	@$(MAKE) --no-print-directory lint
	$(PY) -m pytest $(PARALLEL) $(PYTEST_ARGS)

lint: test-env ## 代码、脚本、样式的规范、类型、分层 / style, types, layers of code, scripts, styles
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy .
	$(PY) -c 'import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))'
	$(PY) -m scripts.web_lint

format: test-env ## 整理代码格式 / format the code
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: test-env ## 性能测量 / measure
	$(PY) -m bench

soak: test-env ## 大屏刷新两千次，记录内存 / refresh a wall 2,000 times and weigh it
	$(PY) -m tests.wall.soak

demo: run-env ## 重建演示数据 / rebuild the demonstration (SCALE=10)
	$(PY) -m flask --app app data demo --scale $(SCALE)

docs: run-env ## 由代码生成文档 / generate the settings, the data and the indicator catalogue
	$(PY) -m scripts.settings_doc
	$(PY) -m scripts.indicators_doc
	$(PY) -m flask --app app data catalogue

requirements: ## 重新锁定依赖版本 / pin requirements*.txt again
	scripts/compile_requirements.sh

wheelhouse: run-env ## 备齐离线安装包 / fetch what an offline machine needs into var/wheelhouse
	$(PY) -m pip download -q --dest var/wheelhouse -r requirements.txt

clean: ## 清除缓存（不动数据库）/ remove caches, never the databases
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

run-env:
	@scripts/venv.sh requirements.txt

test-env:
	@scripts/venv.sh requirements-test.txt
