#!/bin/sh
# The study of docs/blocks: trains networks with residual blocks, puts linear heads on encoders, and judges the blocks of
# all. Goes on where it was stopped: what is there is left as it is. MobileNets need PyTorch (python3-torch). ENCODERS
# holds NAME.onnx with NAME-tokenizer.json, whose output is pooled by the first token if NAME begins with bge, else by
# the mean. Of the networks whose trials are kept, vit-mnist-1 had 10,000 images, encoder-bge 13,000 texts and no limit
# of tokens for its head, the three named shared were made elsewhere, and encoders had 200 to 500 examples each.
set -eu
[ $# -eq 5 ] || { echo "usage: study.sh MNIST FASHION_MNIST TEXTS ENCODERS OUT" >&2; exit 2; }
here=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
mnist=$1 fashion=$2 texts=$3 encoders=$4 out=$5
mkdir -p "$out/mnist" "$out/fashion" "$out/texts"

network() { # folder/name data architecture epochs seed
  file=$out/$1.onnx
  [ -f "$file" ] ||
    "$here/entroscope" train "$3" --data "$2" --limit 12000 --epochs "$4" --seed "$5" --resume --out "$file" --quiet
}

mobilenet() { # file data seed epochs
  python3 "$here/docs/blocks/mobilenet.py" "$2" "$out/$1.onnx" "$3" "$4"
}

head() { # name
  case $1 in bge*) pooling=cls ;; *) pooling=mean ;; esac
  [ -f "$out/texts/encoder-$1.onnx" ] ||
    "$here/entroscope" head "$encoders/$1.onnx" --data "$texts" --split train --limit 5000 --max-tokens 24 \
      --pooling "$pooling" --out "$out/texts/encoder-$1.onnx"
}

judge() { # folder data options...
  folder=$out/$1 data=$2
  shift 2
  if ls "$folder"/*.onnx > /dev/null 2>&1; then
    "$here/entroscope" judge --blocks --models "$folder" --data "$data" --out "$out/trials" "$@"
  fi
}

judged() { # folder data examples options...
  of=$1 on=$2 most=$3
  shift 3
  for repair in none linear; do
    judge "$of" "$on" --fine-tune 0 --repair "$repair" --limit "$most" --calibrate "$most" --test-limit "$most" "$@"
  done
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
  mobilenet fashion/mobilenet-fashion-$seed "$fashion" $seed 4
  mobilenet mnist/mobilenet-mnist-$seed "$mnist" $seed 1
done
for encoder in "$encoders"/*.onnx; do
  [ -f "$encoder" ] && head "$(basename "$encoder" .onnx)"
done
judged mnist "$mnist" 1000
judged fashion "$fashion" 1000
judged texts "$texts" 300 --max-tokens 16 --no-halves
judge fashion "$fashion" --fine-tune 1 --limit 1000 --calibrate 1000 --test-limit 1000 --no-halves --shares 0.5
