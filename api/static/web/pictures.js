import{a,b,c}from"./chunk-Y3TDYRU3.js";import"./chunk-YSTISMR6.js";export{a as KINDS,b as TITLES,c as drawInto};
