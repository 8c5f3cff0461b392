#!/usr/bin/env bash
# Regenerates Parser/Generated from the two grammars. Deterministic: the generator is pinned by the lock file.
set -euo pipefail
cd "$(dirname "$0")"
[ -d node_modules/antlr-ng ] || npm ci --silent --no-audit --no-fund
out=../Parser/Generated
rm -rf "$out"
# Each grammar alone: the parser's tokens come from the vocabulary the lexer leaves behind. The namespace lies outside
# FederationGateway.*, where FederationGateway.Parser would hide Antlr4.Runtime.Parser.
npx antlr-ng -Dlanguage=CSharp -p FedSqlGrammar -v false -l false -o "$out" -- FedSqlLexer.g4
npx antlr-ng -Dlanguage=CSharp -p FedSqlGrammar -v false -l false -o "$out" --lib "$out" -- FedSqlParser.g4
rm -f "$out"/*.interp "$out"/*.tokens
