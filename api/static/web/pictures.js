import{a,b,c,d}from"./chunk-MIGSPKDP.js";import"./chunk-36MUS6JS.js";export{a as KINDS,b as TITLES,c as drawInto,d as redrawWhenResized};
