import{a,b,c,d}from"./chunk-LLBT5EPQ.js";import"./chunk-FCRIDI4Y.js";export{a as KINDS,b as TITLES,c as drawInto,d as redrawWhenResized};
