# `make help` lists what can be done. Everything works on a fresh Debian 12.
BUILD := build
JOBS := $(shell nproc)
CPP := $(shell git ls-files '*.h' '*.cpp' 2>/dev/null)

.PHONY: help packages configure build demo serve test test-debug test-thread fuzz soak bench bench-reading bench-service bench-peers \
  training-data train accuracy-lines format lint clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

packages:
	@scripts/install-packages

configure: packages
	@cmake --preset release > $(BUILD)-configure.log 2>&1 || { cat $(BUILD)-configure.log; exit 1; }
	@rm -f $(BUILD)-configure.log

build: configure ## installs what is missing and builds build/zhipi and build/zhipi-reader
	@scripts/fetch-swagger-ui $(BUILD)/share/swagger-ui
	cmake --build --preset release -j $(JOBS)

demo: build ## eight applications with real scans, from upload to verdict
	python3 scripts/demo.py --build $(BUILD)

serve: build ## the service on 127.0.0.1:8080, its data in zhipi-data/
	$(BUILD)/zhipi serve --data zhipi-data

test: build ## every test
	ctest --preset release -j $(JOBS)

test-debug: packages ## every test under the address and undefined-behaviour sanitizers
	cmake --preset debug && cmake --build --preset debug -j $(JOBS) && ctest --preset debug

test-thread: packages ## the tests of threads under the thread sanitizer
	cmake --preset thread && cmake --build --preset thread -j $(JOBS) && \
	  ctest --preset thread -R '^(store|workflow|api)'

SECONDS_OF_FUZZING := 60
fuzz: packages ## the decoders, file headers and messages under libFuzzer, so many seconds each
	@scripts/install-packages fuzz
	cmake --preset fuzz && cmake --build build-fuzz -j $(JOBS) --target fuzz_header fuzz_decode fuzz_answer
	for entry in header decode answer; do mkdir -p build-fuzz/found-$$entry && \
	  build-fuzz/fuzz_$$entry -max_total_time=$(SECONDS_OF_FUZZING) -rss_limit_mb=1024 -max_len=65536 \
	    -artifact_prefix=build-fuzz/$$entry- build-fuzz/found-$$entry || exit 1; done

KILLS := 1000
soak: build ## what takes longer than make test may: 1,000 kills, 100,000 clients that come and go
	cd tests/faults && PYTHONPATH=../end_to_end ZHIPI=$(CURDIR)/$(BUILD)/zhipi ZHIPI_TEST_RULES=$(CURDIR)/rules \
	  ZHIPI_SPECIMENS=$(CURDIR)/$(BUILD)/zhipi-specimens ZHIPI_KILLS=$(KILLS) python3 -B -m unittest -v test_history
	ZHIPI_STORM_CLIENTS=100000 ZHIPI_UPLOAD_MEGABYTES=20 $(BUILD)/test_api_http \
	  --gtest_filter='Pistache.NeverGivesAReplyToAnotherClient:Server.KeepsItsMemoryFlat*'

bench: build ## one line per figure: judging and reading
	$(BUILD)/zhipi-bench --benchmark_counters_tabular=true

bench-reading: build ## pages a second beside the tesseract command on the same pages
	$(BUILD)/zhipi-bench --benchmark_filter='read_page|tesseract' --benchmark_min_time=5

SECONDS_EACH := 3
APPLICATIONS := 100000
bench-service: build ## the service under load, beside an echo over the same HTTP layer and over Pistache
	cmake --build --preset release -j $(JOBS) --target zhipi-bench-service
	$(BUILD)/zhipi-bench-service --seconds $(SECONDS_EACH) --applications $(APPLICATIONS)

bench-peers: build ## judging beside other rule engines and plain C++; needs nodejs and npm
	cmake --build --preset release -j $(JOBS) --target zhipi-bench-peers
	npm ci --prefix bench/peers --ignore-scripts --no-audit --no-fund
	node bench/peers/run.mjs $(BUILD)/zhipi-bench-peers

training-data:
	@scripts/install-packages training
	/usr/bin/python3 ocr/training/prepare.py build-training

MINUTES := 30
train: training-data ## trains the line reader for MINUTES, going on from the weights FROM if given
	for test in ctc worn; do PYTHONPATH=ocr/training /usr/bin/python3 -B tests/ocr/training/$${test}_test.py || exit 1; done
	/usr/bin/python3 ocr/training/train.py build-training --minutes $(MINUTES) --out build-training/weights.npz \
	  $(if $(FROM),--resume $(FROM))
	/usr/bin/python3 ocr/training/export.py build-training/weights.npz build-training/reader.txt build-training/reader.onnx

COUNT := 160
SEED := 101
CONDITIONS := clean,dpi200,skew,noise,jpeg40,seal,photo
RECEIPTS := ../shared/data/sroie
accuracy: configure ## how well drawn materials of every kind are read, in seven conditions
	cmake --build --preset release -j $(JOBS) --target zhipi-specimens zhipi-reading-accuracy \
	  zhipi-receipt-accuracy zhipi-reader
	$(BUILD)/zhipi-specimens --out $(BUILD)/specimens-$(SEED) --seed $(SEED) --count $(COUNT) --jobs $(JOBS) \
	  --conditions $(CONDITIONS)
	$(BUILD)/zhipi-reading-accuracy $(BUILD)/specimens-$(SEED) --jobs $(JOBS)
	@if [ -d $(RECEIPTS) ]; then $(BUILD)/zhipi-receipt-accuracy $(RECEIPTS); \
	  else echo "English receipts are not measured: $(RECEIPTS) is not there"; fi

LINES := 40
LICENCES := ../shared/data/bizlic_synth
accuracy-lines: build training-data ## the line reader beside Tesseract on held-out lines, and on real ones where present
	/usr/bin/python3 ocr/training/held_out.py build-training build-training/held-out --lines $(LINES)
	$(BUILD)/zhipi-line-accuracy build-training/held-out --jobs $(JOBS)
	@[ ! -d $(LICENCES) ] || /usr/bin/python3 ocr/training/licence_lines.py $(LICENCES) build-training/licences
	@[ ! -d $(LICENCES) ] || $(BUILD)/zhipi-line-accuracy build-training/licences --jobs $(JOBS)

format: packages ## formats all C++
	clang-format -i $(CPP)

lint: configure ## fails on unformatted C++ and on what clang-tidy finds in the product
	clang-format --dry-run -Werror $(CPP)
	printf '%s\n' $(filter-out tests/%,$(filter %.cpp,$(CPP))) | xargs -P $(JOBS) -n 1 clang-tidy -p $(BUILD) --quiet

clean: ## removes what was built
	rm -rf $(BUILD) build-debug build-fuzz build-thread build-training
