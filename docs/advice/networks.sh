#!/bin/sh
# Trains the networks that advice is judged on: 4 to 6 fully connected layers (of 3, only one can be
# taken out, so there is no choice to judge), several activation functions, well and badly trained.
# One thread each, so that every machine gets the same networks; run both sets side by side. Networks
# that are there are left as they are.
set -eu
[ $# -eq 3 ] || { echo "usage: networks.sh mnist|cifar DATA OUT" >&2; exit 2; }
here=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
set=$1 data=$2 out=$3
mkdir -p "$out"

network() { # name architecture options...
  file=$out/$1.onnx what=$2
  shift 2
  [ -f "$file" ] ||
    "$here/entroscope" train "$what" --data "$data" --out "$file" --quiet --seed 1 --threads 1 "$@"
}

conv="conv16 pool conv32 pool"
case $set in
  mnist)
    network m4 "$conv fc128 fc128 fc128" --epochs 3
    network m4-tanh "$conv fc128 fc128 fc128" --epochs 3 --activation tanh
    network m5-elu "$conv fc128 fc128 fc64 fc64" --epochs 3 --activation elu
    network m6 "$conv fc128 fc128 fc128 fc128 fc128" --epochs 3
    network m6-bad "$conv fc128 fc128 fc128 fc128 fc128" --epochs 1 \
      --init-gain 2 --lr 0.005
    network mlp5 "fc256 fc256 fc256 fc256" --epochs 3
    network mlp6-sigmoid "fc128 fc128 fc128 fc128 fc128" --epochs 3 \
      --activation sigmoid --norm all
    network mlp6-widths "fc256 fc64 fc64 fc256 fc256" --epochs 3
    network mlp5-tanh "fc256 fc128 fc128 fc64" --epochs 3 --activation tanh
    network mlp6-bad "fc256 fc256 fc256 fc256 fc256" --epochs 1 --norm none --init-gain 2 --lr 0.002
    ;;
  cifar)
    network c4 "$conv fc256 fc256 fc256" --epochs 6
    network c4-leaky "$conv fc256 fc256 fc256" --epochs 6 --activation leakyrelu
    network c4-bad "$conv fc512 fc256 fc128" --epochs 2 --lr 0.01 --norm none \
      --init-gain 0.65
    network c5-tanh "$conv fc256 fc256 fc128 fc128" --epochs 6 --activation tanh
    network c6 "$conv fc256 fc256 fc256 fc256 fc256" --epochs 6
    network c6-widths "$conv fc512 fc256 fc256 fc128 fc128" --epochs 6
    network c6-short "$conv fc256 fc256 fc256 fc256 fc256" --epochs 1
    network cmlp5 "fc512 fc256 fc256 fc128" --epochs 6
    network cmlp6-widths "fc128 fc128 fc256 fc256 fc512" --epochs 6 --activation elu
    network cmlp6-bad "fc256 fc256 fc256 fc256 fc256" --epochs 2 --norm none --lr 0.01 --init-gain 0.65
    ;;
  *)
    echo "networks.sh: no networks for '$set'; give mnist or cifar" >&2
    exit 2
    ;;
esac
