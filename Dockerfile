# A static binary and nothing else: docker run --rm -v "$PWD:/texts:ro" twicetold scan /texts
FROM rust:1-alpine AS build
RUN apk add --no-cache musl-dev gcc make
WORKDIR /build
COPY Cargo.toml Cargo.lock ./
COPY src src
COPY benches benches
RUN cargo build --release --locked --bin twicetold && strip target/release/twicetold

FROM scratch
COPY --from=build /build/target/release/twicetold /twicetold
USER 65532:65532
WORKDIR /texts
ENTRYPOINT ["/twicetold"]
