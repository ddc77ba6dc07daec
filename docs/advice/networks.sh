#!/bin/sh
# Trains the networks that advice is judged on: 4 to 6 fully connected layers (of 3, only one can be
# taken out, so there is no choice to judge), several activation functions, well and badly trained. Networks that are there are left as they are.
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
network "$mnist" "$out/mnist" m4 "$conv fc128 fc128 fc128" --epochs 3
network "$mnist" "$out/mnist" m4-tanh "$conv fc128 fc128 fc128" --epochs 3 --activation tanh
network "$mnist" "$out/mnist" m5-elu "$conv fc128 fc128 fc64 fc64" --epochs 3 --activation elu
network "$mnist" "$out/mnist" m6 "$conv fc128 fc128 fc128 fc128 fc128" --epochs 3
network "$mnist" "$out/mnist" m6-bad "$conv fc128 fc128 fc128 fc128 fc128" --epochs 1 \
  --init-gain 2 --lr 0.005
network "$mnist" "$out/mnist" mlp5 "fc256 fc256 fc256 fc256" --epochs 3
network "$mnist" "$out/mnist" mlp6-sigmoid "fc128 fc128 fc128 fc128 fc128" --epochs 2 \
  --activation sigmoid --norm none

network "$cifar" "$out/cifar" c4 "$conv fc256 fc256 fc256" --epochs 6
network "$cifar" "$out/cifar" c4-leaky "$conv fc256 fc256 fc256" --epochs 6 --activation leakyrelu
network "$cifar" "$out/cifar" c4-bad "$conv fc512 fc256 fc128" --epochs 2 --lr 0.01 --norm none \
  --init-gain 0.65
network "$cifar" "$out/cifar" c5-tanh "$conv fc256 fc256 fc128 fc128" --epochs 6 --activation tanh
network "$cifar" "$out/cifar" c6 "$conv fc256 fc256 fc256 fc256 fc256" --epochs 6
network "$cifar" "$out/cifar" c6-widths "$conv fc512 fc256 fc256 fc128 fc128" --epochs 6
network "$cifar" "$out/cifar" c6-short "$conv fc256 fc256 fc256 fc256 fc256" --epochs 1
