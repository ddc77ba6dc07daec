#!/bin/sh
# Trains the networks that advice is judged on: 3 to 6 fully connected layers, several activation
# functions, well and badly trained. Networks that are there are left as they are.
set -eu
[ $# -eq 3 ] || { echo "usage: networks.sh MNIST CIFAR OUT" >&2; exit 2; }
here=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
mnist=$1 cifar=$2 out=$3
mkdir -p "$out/mnist" "$out/cifar"

network() { # data folder name architecture options...
  data=$1 file=$2/$3.onnx what=$4
  shift 4
  [ -f "$file" ] || "$here/entroscope" train "$what" --data "$data" --out "$file" --quiet "$@"
}

conv="conv16 pool conv32 pool"
network "$mnist" "$out/mnist" m3 "$conv fc256 fc128" --epochs 4
network "$mnist" "$out/mnist" m4 "$conv fc128 fc128 fc128" --epochs 4
network "$mnist" "$out/mnist" m4-tanh "$conv fc128 fc128 fc128" --epochs 4 --activation tanh
network "$mnist" "$out/mnist" m5-elu "$conv fc128 fc128 fc64 fc64" --epochs 4 --activation elu
network "$mnist" "$out/mnist" m6 "$conv fc128 fc128 fc128 fc128 fc128" --epochs 4
network "$mnist" "$out/mnist" m6-bad "$conv fc128 fc128 fc128 fc128 fc128" --epochs 1 \
  --init-gain 2 --lr 0.005
network "$mnist" "$out/mnist" mlp5 "fc256 fc256 fc256 fc256" --epochs 4

conv="conv32 pool conv64 pool conv128 pool"
network "$cifar" "$out/cifar" c3 "$conv fc256 fc128" --epochs 10
network "$cifar" "$out/cifar" c4 "$conv fc256 fc256 fc256" --epochs 10
network "$cifar" "$out/cifar" c4-leaky "$conv fc256 fc256 fc256" --epochs 10 --activation leakyrelu
network "$cifar" "$out/cifar" c4-bad "$conv fc512 fc256 fc128" --epochs 2 --lr 0.5 --norm none
network "$cifar" "$out/cifar" c5-tanh "$conv fc256 fc256 fc128 fc128" --epochs 10 --activation tanh
network "$cifar" "$out/cifar" c6 cifar-6fc --epochs 10
network "$cifar" "$out/cifar" c6-short "$conv fc256 fc256 fc256 fc256 fc256" --epochs 2
