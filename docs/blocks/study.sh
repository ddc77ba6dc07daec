#!/bin/sh
# The study of docs/blocks: trains networks with residual blocks, takes encoders with a linear head, and judges the
# blocks of all. Goes on where it was stopped: what is there is left as it is. Of the networks whose trials are kept,
# vit-mnist-1 had 10,000 images, and the two named shared were made elsewhere.
set -eu
[ $# -eq 4 ] || { echo "usage: study.sh MNIST FASHION_MNIST TEXTS OUT" >&2; exit 2; }
here=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
mnist=$1 fashion=$2 texts=$3 out=$4
mkdir -p "$out/mnist" "$out/fashion" "$out/texts"

network() { # folder/name data architecture epochs seed
  file=$out/$1.onnx
  [ -f "$file" ] ||
    "$here/entroscope" train "$3" --data "$2" --limit 12000 --epochs "$4" --seed "$5" --resume --out "$file" --quiet
}

judged() { # folder data options...
  folder=$out/$1 data=$2
  shift 2
  if ls "$folder"/*.onnx > /dev/null 2>&1; then
    for repair in none linear; do
      "$here/entroscope" judge --blocks --models "$folder" --data "$data" --fine-tune 0 --repair "$repair" \
        --limit 1000 --calibrate 1000 --test-limit 1000 --out "$out/trials" "$@"
    done
  fi
}

vit="patch7 vit32x6"
stages="conv8 pool res8 res8 res8 res16/2 res16 res16"
plain="conv8 pool res8 res8 res8 res8 res8 res8"
for seed in 1 2; do
  network mnist/vit-mnist-$seed "$mnist" "$vit" 5 $seed
  network mnist/resnet-mnist-$seed "$mnist" "$stages" 3 $seed
  network mnist/plain-mnist-$seed "$mnist" "$plain" 3 $seed
  network fashion/vit-fashion-$seed "$fashion" "$vit" 6 $seed
  network fashion/resnet-fashion-$seed "$fashion" "$stages" 4 $seed
  network fashion/plain-fashion-$seed "$fashion" "$plain" 4 $seed
done
judged mnist "$mnist"
judged fashion "$fashion"
# Encoders with a head (entroscope head), as encoder-NAME.onnx with their tokenizers, are put into OUT/texts by hand.
judged texts "$texts" --max-tokens 24
